#!lua flags=allow-oom
-- Shows in a partition's lease that its group is paused or goes on, where step.lua looks, unless it shows something later.
-- KEYS: 1 lease
-- ARGV: 1 "1" if paused, else "0", 2 version
-- Codes: 0 STALE, 1 TAKEN
-- Returns: {code}
if tonumber(redis.call('HGET', KEYS[1], 'version') or 0) >= tonumber(ARGV[2]) then return {0} end
redis.call('HSET', KEYS[1], 'paused', ARGV[1], 'version', ARGV[2])
return {1}
