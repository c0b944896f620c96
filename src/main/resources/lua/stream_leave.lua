#!lua flags=allow-oom
-- Ends a replica's place in a stream service, if it is still this incarnation's, and wakes the others. One that still
-- has pending entries is dead from now on, and forgotten when it has none any more.
-- KEYS: 1 stream, 2 replicas
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 wake channel
-- Codes: 0 REFUSED, 1 TAKEN
-- Returns: {code}
local mine = redis.call('HGET', KEYS[2], ARGV[2]) or ''
if mine:match('^%S+') ~= ARGV[3] then return {0} end
local left = redis.pcall('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2])
if left[1] then
  redis.call('HSET', KEYS[2], ARGV[2], (mine:gsub('^(%S+) %d+', '%1 0')))
else
  redis.call('HDEL', KEYS[2], ARGV[2])
  redis.pcall('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
end
redis.pcall('PUBLISH', ARGV[4], 'leave')
return {1}
