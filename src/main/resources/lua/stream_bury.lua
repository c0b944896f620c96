#!lua flags=allow-oom
-- Copies an entry to its service's dead letters on their way out, if it is still this hold's, acknowledges and deletes
-- it, and frees its name, as stream_done.lua does.
-- KEYS: 1 stream, 2 states, 3 names, 4 dead letters on their way out
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 entry ID, 6 data stream, empty if none, 7 wake channel,
--       8 attempts used, 9 error
-- Codes: 0 LOST, 1 TAKEN, 2 GONE
-- Returns: {code}, then if TAKEN the ID of the copy
local stream, group, id = KEYS[1], ARGV[1], ARGV[5]
local row = redis.pcall('XPENDING', stream, group, id, id, 1)[1]
if not row and not redis.pcall('XRANGE', stream, id, id)[1] then return {2} end
local _, state = pcall(cjson.decode, redis.call('HGET', KEYS[2], id) or '{}')
if not row or row[2] ~= ARGV[2] or state.incarnation ~= ARGV[3] or state.epoch ~= ARGV[4] + 0 then return {0} end
local entry, time = redis.call('XRANGE', stream, id, id)[1], redis.call('TIME')
local fields = entry and entry[2] or {}
-- unpack takes 8000 values at most; nothing of ours has that many fields.
local letter = {unpack(fields, 1, math.min(#fields, 4000))}
local failed_at = string.format('%s.%03d', time[1], math.floor(time[2] / 1000))
for _, value in ipairs({'group', group, 'stream', stream, 'entry_id', id, 'attempts', ARGV[8], 'error', ARGV[9],
    'failed_at', failed_at, 'consumer', ARGV[2]}) do
  letter[#letter + 1] = value
end
-- Before the acknowledgement: a script that fails is not undone.
local copy = redis.call('XADD', KEYS[4], '*', unpack(letter))
redis.call('XACK', stream, group, id)
redis.call('XDEL', stream, id)
redis.call('HDEL', KEYS[2], id)
if redis.call('HGET', KEYS[3], ARGV[6]) == id then
  local freed = redis.call('HDEL', KEYS[3], ARGV[6], ARGV[6] .. '<MUTEX_KEY_SEP>')
  if freed == 2 then redis.pcall('PUBLISH', ARGV[7], 'bury') end
end
return {1, copy}
