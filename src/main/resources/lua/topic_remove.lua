#!lua flags=allow-oom
-- Begins to remove a topic whose groups have no live member, or goes on with that: nobody joins its groups, finds it or creates
-- it before the end. Who calls last goes on: whoever finds another mark than its own leaves it alone.
-- KEYS: 1 settings, 2 groups, then any number of members of groups that were seen
-- ARGV: 1 what confirms it, 2 the same if its mark was there, else empty, 3 how many partitions were seen; then the groups
-- Codes: 0 GONE, 1 TAKEN, 2 HELD
-- Returns: {0} if it is not as it was seen, {1, mark} or {2} if there is a live member
local time, seen = redis.call('TIME'), {}
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local found = redis.call('HMGET', KEYS[1], 'removing', 'partitions')
if (found[1] or ''):match('^%S*') ~= ARGV[2] or (found[2] or '0') ~= ARGV[3] then return {0} end
for i = 4, #ARGV do seen[ARGV[i]] = true end
-- Without settings, nothing is to be seen of groups.
for _, group in ipairs(found[2] and redis.call('SMEMBERS', KEYS[2]) or {}) do
  if not seen[group] then return {0} end
end
for i = 3, #KEYS do
  for _, member in ipairs(redis.call('HVALS', KEYS[i])) do
    local deadline, length = member:match(' (%d+) (%d+)$')
    if math.min((tonumber(deadline) or now) - now, tonumber(length) or 0) > 0 then return {2} end
  end
end
local mark = string.format('%s %s%06d', ARGV[1], time[1], time[2])
redis.call('HSET', KEYS[1], 'removing', mark)
return {1, mark}
