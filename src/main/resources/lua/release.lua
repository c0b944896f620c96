#!lua flags=allow-oom
-- Gives a lease up if it is still held under this epoch, and wakes the group. The epoch stays, so that it only rises.
-- KEYS: 1 lease
-- ARGV: 1 incarnation, 2 epoch, 3 wake channel
-- Codes: 0 LOST, 1 TAKEN
-- Returns: {code}
local held = redis.call('HMGET', KEYS[1], 'incarnation', 'epoch')
if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return {0} end
redis.call('HSET', KEYS[1], 'incarnation', '', 'deadline', 0, 'started', '')
redis.pcall('PUBLISH', ARGV[3], 'release')
return {1}
