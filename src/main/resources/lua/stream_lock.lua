#!lua flags=allow-oom
-- Locks a data stream unless it is locked: SET, but also where Redis has no memory left, because only a stream that is
-- processed frees some.
-- KEYS: 1 lock
-- ARGV: 1 consumer, 2 TTL in ms
-- Codes: 0 HELD, 1 TAKEN
-- Returns: {code}
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return {1} end
return {0}
