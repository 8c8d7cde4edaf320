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

  redis.call('DEL', row)
  if count < 0 then
    if position then
      redis.call('SET', marker, position, 'PX', MARKER_TTL)
    end
    return 1
  end
  if marked then
    redis.call('DEL', marker)
  end
  local last = first + count - 1
  if position then
    redis.call('HSET', row, POSITION, position, unpack(ARGV, first, math.min(last, first + CHUNK - 1)))
  else
    redis.call('HSET', row, unpack(ARGV, first, math.min(last, first + CHUNK - 1)))
  end
  for from = first + CHUNK, last, CHUNK do
    redis.call('HSET', row, unpack(ARGV, from, math.min(last, from + CHUNK - 1)))
  end
  if ROW_TTL ~= '' then
    redis.call('PEXPIRE', row, ROW_TTL)
  end
  return 1
end

-- The server refuses to grow beyond maxmemory only at the first writing command of a script, and only when it is one
-- that can grow. DEL cannot, and after it everything passes: so ask first, with one that changes nothing.
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
