-- Rows as hashes: a field a column, and one for the position. A value is names and values in turn, as MessagePack
-- strings, which cost the server far less than as many arguments.

local call, unpack_all = redis.call, cmsgpack.unpack
local POSITION, INDEX = ARGV[1], ARGV[2]
local KEEPS_TTL = true
-- What a function returns is on Lua's stack, which takes 8000: a value of so few bytes has fewer strings in it.
local SMALL = 7000
local CHUNK = 2000

local function position_of(row)
  return call('HGET', row, POSITION)
end

local function index_of(row)
  return call('HGET', row, INDEX)
end

-- Returns the names and values of a large value in parts.
local function parts_of(value)
  local parts, from = {}, 0
  repeat
    local part = {cmsgpack.unpack_limit(value, CHUNK, from)}
    from = table.remove(part, 1)
    parts[#parts + 1] = part
  until from < 0
  return parts
end

-- Removes the fields that only the old row had.
local function drop_others(row, value, index)
  local keep = {[POSITION] = true, [INDEX] = index and true}
  for _, part in ipairs(parts_of(value)) do
    for i = 1, #part, 2 do
      keep[part[i]] = true
    end
  end
  for _, field in ipairs(call('HKEYS', row)) do
    if not keep[field] then
      call('HDEL', row, field)
    end
  end
end

-- Sets fields; returns how many these are, and how many of them were not there.
local function set(row, ...)
  return select('#', ...) / 2, call('HSET', row, ...)
end

local function set_parts(row, value)
  local fields, added = 0, 0
  for _, part in ipairs(parts_of(value)) do
    local more, new = set(row, unpack(part))
    fields, added = fields + more, added + new
  end
  return fields, added
end

-- Returns whether the row is new.
local function replace(row, position, index, value)
  local fields, added
  if #value > SMALL then
    fields, added = set_parts(row, value)
  elseif position then
    fields, added = set(row, POSITION, position, unpack_all(value))
  else
    fields, added = set(row, unpack_all(value))
  end
  if position and #value > SMALL then
    fields, added = fields + 1, added + call('HSET', row, POSITION, position)
  end
  if index then
    fields, added = fields + 1, added + call('HSET', row, INDEX, index)
  end
  -- Written over the old row, not after a DEL: it is quicker, and an error here leaves a row.
  local size = call('HLEN', row)
  if size ~= fields then
    drop_others(row, value, index)
  end
  return added == size
end
