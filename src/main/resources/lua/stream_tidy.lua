#!lua flags=allow-oom
-- Forgets states and names of entries that are not pending any more, and that these wait for a name: foreign clients
-- finish them without knowing of these. It looks at some of both, and goes on where the last call stopped.
-- KEYS: 1 stream, 2 states, 3 names
-- ARGV: 1 group, 2 cursor in the states, 3 cursor in the names, 4 about how many to look at
-- Codes: none
-- Returns: {next cursor in the states, next cursor in the names}
local function finished(id)
  local rows = redis.pcall('XPENDING', KEYS[1], ARGV[1], id, id, 1)
  return not rows.err and #rows == 0
end
local states = redis.call('HSCAN', KEYS[2], ARGV[2], 'COUNT', ARGV[4])
for i = 1, #states[2], 2 do
  if finished(states[2][i]) then redis.call('HDEL', KEYS[2], states[2][i]) end
end
local names = redis.call('HSCAN', KEYS[3], ARGV[3], 'COUNT', ARGV[4])
for i = 1, #names[2], 2 do
  if finished(names[2][i + 1]) then redis.call('HDEL', KEYS[3], names[2][i]) end
end
return {states[1], names[1]}
