#!lua
-- Asks for a group to be put somewhere else, in each partition at its position. Whoever has a partition sees the number behind.
-- KEYS: 1 state of the group, 2 groups
-- ARGV: 1 group, 2 where to, in words; then its position in each partition
-- Codes: 0 GONE, 1 TAKEN
-- Returns: {0} if there is no such group or {1, number}
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 0 then return {0} end
local time = redis.call('TIME')
local last = tonumber(redis.call('HGET', KEYS[1], 'reset') or 0)
local number = string.format('%.0f', math.max(last + 1, time[1] * 1000 + math.floor(time[2] / 1000)))
redis.call('HSET', KEYS[1], 'reset', number, 'reset_to', ARGV[2])
for i = 3, #ARGV do redis.call('HSET', KEYS[1], 'at:' .. i - 3, ARGV[i]) end
return {1, number}
