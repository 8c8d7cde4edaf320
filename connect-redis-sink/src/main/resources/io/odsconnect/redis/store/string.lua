-- Rows as strings: a JSON object each, whose first member is the position and whose second the key of the row's index.
-- A value is the object without these.

local call = redis.call
local POSITION, INDEX = cjson.encode(ARGV[1]), ARGV[2]
local KEEPS_TTL = false
local HEAD = '{' .. POSITION .. ':'
local LONGEST_POSITION = 20

local function position_of(row)
  local start = call('GETRANGE', row, 0, #HEAD + LONGEST_POSITION)
  if string.sub(start, 1, #HEAD) == HEAD then
    return string.match(start, '^-?%d+', #HEAD + 1)
  end
end

local function index_of(row)
  local text = call('GET', row)
  local known, object = pcall(cjson.decode, text or '')
  local index = known and type(object) == 'table' and object[INDEX]
  return type(index) == 'string' and index
end

local function document(position, index, value)
  local members = {}
  if position then
    members[#members + 1] = POSITION .. ':' .. position
  end
  if index then
    members[#members + 1] = cjson.encode(INDEX) .. ':' .. cjson.encode(index)
  end
  if #members == 0 then
    return value
  end
  return '{' .. table.concat(members, ',') .. (value == '{}' and '' or ',') .. string.sub(value, 2)
end

-- Returns whether the row is new.
local function replace(row, position, index, value)
  call('SET', row, document(position, index, value))
  return false
end
