#!lua flags=allow-oom
-- Removes a schedule.
-- KEYS: 1 schedules, 2 the fields of their jobs, 3 next ticks
-- ARGV: 1 name
-- Codes: 0 GONE, 1 TAKEN
-- Returns: {code}
if redis.call('HDEL', KEYS[1], ARGV[1]) == 0 then return {0} end
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('ZREM', KEYS[3], ARGV[1])
return {1}
