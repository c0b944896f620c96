#!lua flags=allow-oom
-- Copies an entry to the partition's dead letters on their way out and acknowledges it, under the lease. One that is
-- not pending any more is left alone: a repetition writes no second copy.
-- KEYS: 1 stream, 2 lease, 3 attempts, 4 dead letters on their way out
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 entry ID, 6 attempts used, 7 error
-- Codes: 0 LOST, 1 TAKEN
-- Returns: {code}
local held = redis.call('HMGET', KEYS[2], 'incarnation', 'epoch')
if held[1] ~= ARGV[3] or held[2] ~= ARGV[4] then return {0} end
local found = redis.pcall('XRANGE', KEYS[1], ARGV[5], ARGV[5])
if found.err then return {0} end
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[5], ARGV[5], 1)
if pending.err then return {0} end
if #pending == 0 then return {1} end
local time = redis.call('TIME')
local fields = found[1] and found[1][2] or {}
-- unpack takes 8000 values at most; nothing of ours has that many fields.
local letter = {unpack(fields, 1, math.min(#fields, 4000))}
local failed_at = string.format('%s.%03d', time[1], math.floor(time[2] / 1000))
for _, value in ipairs({'group', ARGV[1], 'stream', KEYS[1], 'entry_id', ARGV[5], 'attempts', ARGV[6],
    'error', ARGV[7], 'failed_at', failed_at, 'consumer', ARGV[2]}) do
  letter[#letter + 1] = value
end
redis.call('XADD', KEYS[4], '*', unpack(letter)) -- before the acknowledgement: a script that fails is not undone
redis.call('XACK', KEYS[1], ARGV[1], ARGV[5])
redis.call('HDEL', KEYS[3], ARGV[5])
return {1}
