-- Writes rows, each whole and in one step, and none over a newer one. A row that fails does not touch the others.
-- What a row is made of (a hash, a string, a document) is in the functions that stand before this:
--   position_of(row), index_of(row), replace(row, position, index, value), KEEPS_TTL
--
-- KEYS  the keys of the rows; as many keys of their delete markers (strings), in the same order; and where rows are in
--       indexes as many keys of these, that of the row itself where it is in none
-- ARGV  1  the name of what holds a row's position
--       2  the name of what holds the key of a row's index
--       3  how many milliseconds a delete marker stays
--       4  '1' where rows may expire, else ''
--       5  what indexes are, 'set' or 'zset'; '' where there are none
--       then for each row
--          its position as a decimal number; '' when it has none
--          its value; '' when the row goes
--          where rows may expire: in how many milliseconds, or '@' and at which since the epoch; '' for never
--          where indexes are sorted sets: the score
--
-- Returns for each row 1 when it was written, 0 when the server holds a newer one, else the text of the error.

local MARKER_TTL, EXPIRING, INDEX_TYPE = ARGV[3], ARGV[4] == '1', ARGV[5]
local INDEXED, SCORED = INDEX_TYPE ~= '', INDEX_TYPE == 'zset'
local ROWS = #KEYS / (INDEXED and 3 or 2)

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

local function expire(row, expiry, fresh)
  if not expiry or expiry == '' then
    if KEEPS_TTL and not fresh then
      call('PERSIST', row)
    end
  elseif string.byte(expiry) == 64 then
    call('PEXPIREAT', row, string.sub(expiry, 2))
  else
    call('PEXPIRE', row, expiry)
  end
end

local function add_to_index(index, row, score)
  if SCORED then
    call('ZADD', index, score, row)
  else
    call('SADD', index, row)
  end
end

-- An index that somebody made something else of has no entry of ours to remove.
local function remove_from_index(index, row)
  redis.pcall(SCORED and 'ZREM' or 'SREM', index, row)
end

local function write(row, marker, marked, index, position, value, expiry, score)
  local known = position_of(row) or marked
  if position == '' then
    -- Applied in any case, and the position stays where it was.
    position = known
  elseif known and lower(position, known) then
    return 0
  end
  local old_index = INDEXED and index_of(row)
  if value == '' then
    if position and not marked then
      -- Fails where somebody else's value has the marker's name.
      call('GET', marker)
    end
    call('DEL', row)
    if position then
      call('SET', marker, position, 'PX', MARKER_TTL)
    end
  else
    if index then
      add_to_index(index, row, score)
    end
    expire(row, expiry, replace(row, position, index, value))
    if marked then
      call('DEL', marker)
    end
  end
  if old_index and old_index ~= index then
    remove_from_index(old_index, row)
  end
  return 1
end

-- A server at its maxmemory refuses only the first writing command of a script, if that is one that can grow. DEL is
-- not, and after a DEL everything passes: so ask first, with a command that can grow and here changes nothing.
local room = redis.pcall('SETRANGE', KEYS[ROWS + 1], 0, '')
local full = type(room) == 'table' and string.find(room.err, 'OOM ', 1, true) and room.err

local results = {}
local markers = call('MGET', unpack(KEYS, ROWS + 1, 2 * ROWS))
local at = 6
for i = 1, ROWS do
  local row, value, expiry, index, score = KEYS[i], ARGV[at + 1]
  local position = ARGV[at]
  at = at + 2
  if EXPIRING then
    expiry, at = ARGV[at], at + 1
  end
  if INDEXED and KEYS[2 * ROWS + i] ~= row then
    index = KEYS[2 * ROWS + i]
  end
  if SCORED then
    score, at = ARGV[at], at + 1
  end
  if full and value ~= '' then
    results[i] = full
  else
    local ok, result = pcall(write, row, KEYS[ROWS + i], markers[i], index, position, value, expiry, score)
    -- An error is a text up to Redis 6.2 and a table from 7.0 on.
    results[i] = ok and result or (type(result) == 'table' and result.err or tostring(result))
  end
end
return results
