#!lua flags=allow-oom
-- Replaces a group's target assignment if its generation is still the expected one, and wakes the group. A generation
-- is the time in microseconds, so that none comes twice, not even after the data was lost.
-- KEYS: 1 target
-- ARGV: 1 expected generation, empty for none, 2 assignment, 3 wake channel
-- Codes: 0 REFUSED, 1 TAKEN
-- Returns: {code}
if (redis.call('HGET', KEYS[1], 'generation') or '') ~= ARGV[1] then return {0} end
local time = redis.call('TIME')
local generation = string.format('%s.%06d', time[1], time[2])
redis.call('HSET', KEYS[1], 'generation', generation, 'assignment', ARGV[2])
redis.pcall('PUBLISH', ARGV[3], 'target')
return {1}
