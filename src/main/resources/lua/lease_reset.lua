#!lua flags=allow-oom
-- Puts a group where a reset wants it, under a lease that nothing has been read under yet: acknowledges all that is pending,
-- some at a time, then sets the position, forgets attempts, and notes the reset's number. Can be repeated.
-- KEYS: 1 stream, 2 lease, 3 attempts
-- ARGV: 1 group, 2 incarnation, 3 epoch, 4 number, 5 position, 6 how many to acknowledge, 7 how many entries
--       the stream has been given until that position, -1 if nobody knows
-- Codes: 0 LOST, 1 TAKEN, 2 PARTLY
-- Returns: {code}
local stream, group = KEYS[1], ARGV[1]
local held = redis.call('HMGET', KEYS[2], 'incarnation', 'epoch', 'pinned')
if held[1] ~= ARGV[2] or held[2] ~= ARGV[3] then return {0} end
local rows = redis.pcall('XPENDING', stream, group, '-', '+', ARGV[6])
if rows.err then return {0} end
local ids = {}
for i, row in ipairs(rows) do ids[i] = row[1] end
if #ids > 0 then redis.call('XACK', stream, group, unpack(ids)) end
if #ids == tonumber(ARGV[6]) then return {2} end
redis.call('XGROUP', 'SETID', stream, group, ARGV[5], 'ENTRIESREAD', ARGV[7])
if (tonumber(held[3]) or 0) <= tonumber(ARGV[4]) then redis.call('XGROUP', 'DESTROY', stream, group .. ':reset') end
redis.call('DEL', KEYS[3])
redis.call('HSET', KEYS[2], 'reset', ARGV[4])
return {1}
