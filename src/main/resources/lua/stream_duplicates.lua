#!lua flags=allow-oom
-- Tells which entries wait because another pending entry has the name of their data stream. Of those that are nobody's,
-- it begins the idle time anew when that has become long: a foreign client that starts takes what has been idle for 40 s.
-- It marks the names that are waited for, or will be as soon as one of several entries has them, so that whoever makes an
-- end of the first wakes the others: by a field that no name can be, with an entry that waits.
-- KEYS: 1 stream, 2 names
-- ARGV: 1 group, 2 nobody's name, 3 how long in ms, then for each entry: ID, data stream
-- Codes: none
-- Returns: the IDs of those that wait
local stream, group, nobody, long, out, firsts, asked = KEYS[1], ARGV[1], ARGV[2], ARGV[3], {}, {}, {}
local function first(name)
  local id = redis.call('HGET', KEYS[2], name)
  return id and redis.pcall('XPENDING', stream, group, id, id, 1)[1] and id
end
for i = 4, #ARGV, 2 do
  local id, name = ARGV[i], ARGV[i + 1]
  if firsts[name] == nil then firsts[name] = first(name) or false end
  if (firsts[name] or asked[name] or id) ~= id then redis.call('HSETNX', KEYS[2], name .. '<MUTEX_KEY_SEP>', id) end
  asked[name] = id
  if firsts[name] and firsts[name] ~= id then
    out[#out + 1] = id
    local old = redis.pcall('XPENDING', stream, group, 'IDLE', long, id, id, 1, nobody)[1]
    if old then redis.call('XCLAIM', stream, group, nobody, 0, id, 'JUSTID') end
  end
end
return out
