#!lua
-- Keeps what a reset wants to be read again from being trimmed until it is carried out, by a group that never reads.
-- KEYS: 1 stream, 2 lease
-- ARGV: 1 group, 2 number of the reset, 3 position
-- Codes: 0 STALE, 1 TAKEN
-- Returns: {code}
if tonumber(redis.call('HGET', KEYS[2], 'reset') or 0) >= tonumber(ARGV[2]) then return {0} end
local pin = ARGV[1] .. ':reset'
local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], pin, ARGV[3], 'MKSTREAM')
if made.err then redis.call('XGROUP', 'SETID', KEYS[1], pin, ARGV[3]) end
return {1}
