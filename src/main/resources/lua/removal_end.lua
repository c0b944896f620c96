#!lua flags=allow-oom
-- Ends the removal of a group or a topic, unless somebody else goes on with it: removes what is left, and the mark.
-- KEYS: 1 settings, then any number of keys that are left
-- ARGV: 1 field of the mark, 2 mark
-- Codes: 0 STALE, 1 TAKEN
-- Returns: {code}
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return {0} end
redis.call('UNLINK', unpack(KEYS, 2))
redis.call('HDEL', KEYS[1], ARGV[1])
return {1}
