#!lua
-- Appends an assignment to a service's Load Balancer Stream, in the form of redis-stream-client-go. No allow-oom: a Redis
-- without memory refuses it before it begins.
-- KEYS: 1 Load Balancer Stream
-- ARGV: 1 most entries, 0 for no limit, 2 assignment
-- Codes: 0 FULL, 1 TAKEN
-- Returns: {0, length} or {1, entry id}
local input, limit = KEYS[1], tonumber(ARGV[1])
local length = redis.call('XLEN', input)
if limit > 0 and length >= limit then return {0, length} end
return {1, redis.call('XADD', input, '*', 'lbs-input', ARGV[2])}
