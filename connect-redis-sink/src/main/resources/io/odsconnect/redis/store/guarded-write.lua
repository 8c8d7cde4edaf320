-- Writes rows, each whole and in one step, and none over a newer one. A row that fails does not touch the others.
--
-- KEYS  two a row: the key of the row (a hash) and that of its delete marker (a string)
-- ARGV  1  the hash field that holds the row's position
--       2  how many milliseconds a delete marker stays
--       3  how many milliseconds a row stays; '' for ever
--       then for each row
--          its position as a decimal number; '' when it has none
--          how many of the arguments that follow are its own; -1 when the row goes
--          these: field, value, field, value ...
--
-- Returns for each row 1 when it was written, 0 when the server holds a newer one, else the text of the error.

local POSITION, MARKER_TTL, ROW_TTL = ARGV[1], ARGV[2], ARGV[3]
-- unpack() puts its results on Lua's stack, which takes 8000.
local CHUNK = 4000

-- Says whether decimal number a is lower than b. As text, because a Lua number has 53 bits and a position 64.
local function lower(a, b)
  local negative = string.byte(a) == 45
  if negative ~= (string.byte(b) == 45) then
    return negative
  end
  if negative then
    a, b = b, a
  end
  if #a ~= #b then
    return #a < #b
  end
  return a < b
end

-- Removes the fields that only the old row had.
local function drop_others(row, first, last)
  local keep = {[POSITION] = true}
  for i = first, last, 2 do
    keep[ARGV[i]] = true
  end
  for _, field in ipairs(redis.call('HKEYS', row)) do
    if not keep[field] then
      redis.call('HDEL', row, field)
    end
  end
end

local function replace(row, position, first, count)
  local last = first + count - 1
  local fields = count / 2
  local from = math.min(last, first + CHUNK - 1)
  if position then
    redis.call('HSET', row, POSITION, position, unpack(ARGV, first, from))
    fields = fields + 1
  else
    redis.call('HSET', row, unpack(ARGV, first, from))
  end
  for i = first + CHUNK, last, CHUNK do
    redis.call('HSET', row, unpack(ARGV, i, math.min(last, i + CHUNK - 1)))
  end
  -- Written over the old row, not after a DEL: it is quicker, and an error here leaves a row.
  if redis.call('HLEN', row) ~= fields then
    drop_others(row, first, last)
  end
  if ROW_TTL == '' then
    redis.call('PERSIST', row)
  else
    redis.call('PEXPIRE', row, ROW_TTL)
  end
end

local function write(row, marker, position, first, count)
  local known = redis.call('HGET', row, POSITION)
  local marked = false
  if not known then
    known = redis.call('GET', marker)
    marked = known
  end
  if position == '' then
    -- Applied in any case, and the position stays where it was.
    position = known
  elseif known and lower(position, known) then
    return 0
  end
  if count < 0 then
    redis.call('DEL', row)
    if position then
      redis.call('SET', marker, position, 'PX', MARKER_TTL)
    end
    return 1
  end
  replace(row, position, first, count)
  if marked then
    redis.call('DEL', marker)
  end
  return 1
end

-- A server at its maxmemory refuses only the first writing command of a script, if that is one that can grow. DEL is
-- not, and after a DEL everything passes: so ask first, with a command that can grow and here changes nothing.
local room = redis.pcall('SETRANGE', KEYS[2], 0, '')
local full = type(room) == 'table' and string.find(room.err, 'OOM ', 1, true) and room.err

local results = {}
local at = 4
for i = 1, #KEYS / 2 do
  local count = tonumber(ARGV[at + 1])
  if full and count >= 0 then
    results[i] = full
  else
    local ok, result = pcall(write, KEYS[2 * i - 1], KEYS[2 * i], ARGV[at], at + 2, count)
    -- An error is a text up to Redis 6.2 and a table from 7.0 on.
    results[i] = ok and result or (type(result) == 'table' and result.err or tostring(result))
  end
  at = at + 2 + math.max(count, 0)
end
return results
