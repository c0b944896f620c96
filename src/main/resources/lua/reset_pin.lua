#!lua
-- Keeps what a reset wants to be read again from being trimmed until it is carried out, by a group that never reads. Of two
-- resets the later one's stays, whichever comes first.
-- KEYS: 1 stream, 2 lease
-- ARGV: 1 group, 2 number of the reset, 3 position
-- Codes: 0 STALE, 1 TAKEN
-- Returns: {code}
local seen = redis.call('HMGET', KEYS[2], 'reset', 'pinned')
if math.max(tonumber(seen[1]) or 0, tonumber(seen[2]) or 0) >= tonumber(ARGV[2]) then return {0} end
local pin = ARGV[1] .. ':reset'
local made = redis.pcall('XGROUP', 'CREATE', KEYS[1], pin, ARGV[3], 'MKSTREAM')
if made.err then redis.call('XGROUP', 'SETID', KEYS[1], pin, ARGV[3]) end
redis.call('HSET', KEYS[2], 'pinned', ARGV[2])
return {1}
