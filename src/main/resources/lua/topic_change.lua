#!lua flags=allow-oom
-- Changes settings of an existing topic, never to fewer partitions, and wakes its groups.
-- KEYS: 1 settings, 2 groups
-- ARGV: 1 partitions, 2 maximal length, 3 overflow, 4 maximal backlog, each empty to leave it, 5 wake channel without its group
-- Codes: none
-- Returns: {partitions, maximal length, overflow, ordering, maximal attempts, maximal backlog}, all nil if there is no such topic
local partitions = tonumber(redis.call('HGET', KEYS[1], 'partitions'))
if partitions then
  if ARGV[1] ~= '' and tonumber(ARGV[1]) > partitions then redis.call('HSET', KEYS[1], 'partitions', ARGV[1]) end
  if ARGV[2] ~= '' then redis.call('HSET', KEYS[1], 'max_length', ARGV[2]) end
  if ARGV[3] ~= '' then redis.call('HSET', KEYS[1], 'overflow', ARGV[3]) end
  if ARGV[4] ~= '' then redis.call('HSET', KEYS[1], 'max_backlog', ARGV[4]) end
  for _, group in ipairs(redis.call('SMEMBERS', KEYS[2])) do redis.pcall('PUBLISH', ARGV[5] .. group, 'change') end
end
return redis.call('HMGET', KEYS[1], 'partitions', 'max_length', 'overflow', 'ordering', 'max_attempts', 'max_backlog')
