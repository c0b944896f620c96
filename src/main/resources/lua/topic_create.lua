#!lua
-- Stores a topic's settings unless there are some, and returns those in force.
-- KEYS: 1 settings
-- ARGV: 1 partitions, 2 maximal length, 3 overflow, 4 ordering, 5 maximal attempts, 6 maximal backlog
-- Codes: none
-- Returns: {partitions, maximal length, overflow, ordering, maximal attempts, maximal backlog}
local names = {'partitions', 'max_length', 'overflow', 'ordering', 'max_attempts', 'max_backlog'}
for i, name in ipairs(names) do redis.call('HSETNX', KEYS[1], name, ARGV[i]) end
return redis.call('HMGET', KEYS[1], unpack(names))
