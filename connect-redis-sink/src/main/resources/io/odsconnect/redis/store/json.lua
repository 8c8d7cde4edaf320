-- Rows as documents of RedisJSON: an object each, with members for the position and for the key of the row's index.
-- A value is the object's JSON without these.

local call = redis.call
local POSITION, INDEX = cjson.encode(ARGV[1]), cjson.encode(ARGV[2])
local KEEPS_TTL = true

local function position_of(row)
  local found = call('JSON.GET', row, '$[' .. POSITION .. ']')
  return found and string.match(found, '^%[(-?%d+)%]$')
end

local function index_of(row)
  local found = call('JSON.GET', row, '$[' .. INDEX .. ']')
  local index = found and cjson.decode(found)[1]
  return type(index) == 'string' and index
end

local function document(position, index, value)
  local members = {}
  if position then
    members[#members + 1] = POSITION .. ':' .. position
  end
  if index then
    members[#members + 1] = INDEX .. ':' .. cjson.encode(index)
  end
  if #members == 0 then
    return value
  end
  return '{' .. table.concat(members, ',') .. (value == '{}' and '' or ',') .. string.sub(value, 2)
end

-- Returns whether the row is new.
local function replace(row, position, index, value)
  call('JSON.SET', row, '$', document(position, index, value))
  return false
end
