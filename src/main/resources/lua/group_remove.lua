#!lua flags=allow-oom
-- Begins to remove a group that has no live member, or goes on with that. Nobody knows it any more, and nobody joins it or
-- creates it before the end. Who calls last goes on: whoever finds another mark than its own leaves it alone.
-- KEYS: 1 settings, 2 groups, 3 members
-- ARGV: 1 group, 2 what confirms it, 3 how it was seen: "begun" if its mark was there, "known", or "left" if only streams had it
-- Codes: 0 GONE, 1 TAKEN, 2 HELD
-- Returns: {0} if it is not as it was seen, {1, mark, partitions, consumers that are no more} or {2} if there is a live member
local field, time = 'removing:' .. ARGV[1], redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('HGET', KEYS[1], field)
local standing = found and 'begun' or redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 1 and 'known' or 'left'
if standing ~= ARGV[3] or (found and found:match('^%S+') ~= ARGV[2]) then return {0} end
local consumers, rows = {}, redis.call('HGETALL', KEYS[3])
for i = 1, #rows, 2 do
  local deadline, length = rows[i + 1]:match(' (%d+) (%d+)$')
  if math.min((tonumber(deadline) or now) - now, tonumber(length) or 0) > 0 then return {2} end
  consumers[#consumers + 1] = rows[i]
end
local mark = string.format('%s %s%06d', ARGV[2], time[1], time[2])
redis.call('HSET', KEYS[1], field, mark)
redis.call('SREM', KEYS[2], ARGV[1])
return {1, mark, redis.call('HGET', KEYS[1], 'partitions') or '0', consumers}
