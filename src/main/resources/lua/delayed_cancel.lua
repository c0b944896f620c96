#!lua flags=allow-oom
-- Removes a delayed job that has not entered its partition yet.
-- KEYS: 1 delayed jobs by due time, 2 their fields by id
-- ARGV: 1 id
-- Codes: 0 GONE, 1 TAKEN
-- Returns: {code}
local fields = redis.call('HGET', KEYS[2], ARGV[1])
if not fields then return {0} end
redis.call('ZREM', KEYS[1], cjson.decode(fields)[1])
redis.call('HDEL', KEYS[2], ARGV[1])
return {1}
