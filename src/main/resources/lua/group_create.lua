#!lua
-- Makes a group known, with the position where it begins in each partition, unless there is one of this name.
-- KEYS: 1 state of the group, 2 groups, 3 settings
-- ARGV: 1 group, 2 most groups, 3 where it begins, in words; then its position in each partition
-- Codes: 0 FULL, 1 TAKEN, 2 REFUSED, 3 PRESENT, 4 GONE
-- Returns: {0}, {1}, {2, where it has begun} if that is elsewhere, {3}, or {4} if it or its topic is being removed
local removing = redis.call('HMGET', KEYS[3], 'removing', 'removing:' .. ARGV[1])
if removing[1] or removing[2] then return {4} end
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 then
  local start = redis.call('HGET', KEYS[1], 'start') or 'beginning'
  return {start == ARGV[3] and 3 or 2, start}
end
if redis.call('SCARD', KEYS[2]) >= tonumber(ARGV[2]) then return {0} end
redis.call('SADD', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[1], 'start', ARGV[3])
for i = 4, #ARGV do redis.call('HSET', KEYS[1], 'at:' .. i - 4, ARGV[i]) end
return {1}
