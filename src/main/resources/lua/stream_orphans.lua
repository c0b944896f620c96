#!lua flags=allow-oom
-- Finds dead letters that have been on their way out for long, so that whoever put them there has probably died, and
-- makes them young: another replica that looks now does not find them.
-- KEYS: 1 dead letters on their way out
-- ARGV: 1 age in ms, 2 count
-- Codes: none
-- Returns: as XRANGE
local time, letters = redis.call('TIME'), {}
local old = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1])
for _, letter in ipairs(redis.call('XRANGE', KEYS[1], '-', old, 'COUNT', ARGV[2])) do
  letters[#letters + 1] = {redis.call('XADD', KEYS[1], '*', unpack(letter[2])), letter[2]}
  redis.call('XDEL', KEYS[1], letter[1])
end
return letters
