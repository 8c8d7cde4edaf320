-- What one would write who wants the position rule and thinks no more of it.
-- KEYS  the key of a row and that of its delete marker, in turn
-- ARGV  for each row its position, how many names and values it has (-1 for a delete), and these
local results = {}
local at = 1
for i = 1, #KEYS, 2 do
  local row, marker, position, count = KEYS[i], KEYS[i + 1], ARGV[at], tonumber(ARGV[at + 1])
  local known = redis.call('HGET', row, '__position') or redis.call('GET', marker)
  if known and (#known > #position or (#known == #position and known > position)) then
    results[#results + 1] = 0
  elseif count < 0 then
    redis.call('DEL', row)
    redis.call('SET', marker, position, 'PX', 604800000)
    results[#results + 1] = 1
  else
    redis.call('DEL', row, marker)
    redis.call('HSET', row, '__position', position, unpack(ARGV, at + 2, at + 1 + count))
    results[#results + 1] = 1
  end
  at = at + 2 + math.max(count, 0)
end
return results
