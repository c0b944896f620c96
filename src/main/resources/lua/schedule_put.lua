#!lua
-- Stores a schedule, new or in place of the one of that name, whose next tick stays if it ticks as before. Tells replicas.
-- KEYS: 1 schedules, 2 the fields of their jobs, 3 next ticks
-- ARGV: 1 name, 2 schedule, 3 its job's fields, 4 next tick in milliseconds, empty if it is paused, 5 most schedules, 6 wake
--       channel, 7 topic and partition
-- Codes: 0 FULL, 1 TAKEN
-- Returns: {0, schedules} or {1, next tick, empty if it is paused}
local present, tick = redis.call('HGET', KEYS[1], ARGV[1]), redis.call('ZSCORE', KEYS[3], ARGV[1])
local count = redis.call('HLEN', KEYS[1])
if not present and count >= tonumber(ARGV[5]) then return {0, count} end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[3])
if ARGV[4] == '' then
  redis.call('ZREM', KEYS[3], ARGV[1])
  return {1, ''}
end
-- What follows the last bar does not decide when it ticks.
if not tick or present:match('^(.*)|') ~= ARGV[2]:match('^(.*)|') then
  tick = ARGV[4]
  redis.call('ZADD', KEYS[3], tick, ARGV[1])
end
local time = redis.call('TIME')
local wait = math.max(0, tick - time[1] * 1000 - math.floor(time[2] / 1000))
redis.pcall('PUBLISH', ARGV[6], ARGV[7] .. ' ' .. string.format('%.0f', wait))
return {1, tick}
