#!lua flags=allow-oom
-- Pauses a group, or lets it go on. The version rises, also if Redis has lost the last one.
-- KEYS: 1 state of the group, 2 groups, 3 settings
-- ARGV: 1 group, 2 "1" to pause it, else "0"
-- Codes: 0 REFUSED, 1 TAKEN
-- Returns: {0} if there is no such group any more or {1, version, partitions}
local removing = redis.call('HEXISTS', KEYS[3], 'removing') == 1
if removing or redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 0 then return {0} end
local time = redis.call('TIME')
local last = tonumber(redis.call('HGET', KEYS[1], 'version') or 0)
local version = string.format('%.0f', math.max(last + 1, time[1] * 1000000 + time[2]))
redis.call('HSET', KEYS[1], 'paused', ARGV[2], 'version', version)
return {1, version, redis.call('HGET', KEYS[3], 'partitions') or '0'}
