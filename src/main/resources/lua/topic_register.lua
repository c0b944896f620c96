#!lua
-- Adds a topic's name to the names, unless there are too many.
-- KEYS: 1 names
-- ARGV: 1 topic, 2 most names
-- Codes: 0 REFUSED, 1 TAKEN
-- Returns: {code}
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 1 then return {1} end
if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[2]) then return {0} end
redis.call('SADD', KEYS[1], ARGV[1])
return {1}
