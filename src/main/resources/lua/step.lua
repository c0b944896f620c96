#!lua flags=allow-oom
-- One step of consumption under the lease: acknowledge, note failed attempts, record what is about to run. New entries are
-- read right behind it, past the gate that adopt.lua has opened. While the group is paused nothing is recorded that was not
-- before, so that nothing starts.
-- KEYS: 1 stream, 2 lease, 3 attempts
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 number, 6 ids that run, "!" after one that runs alone, 7 how many
--       acked ids, 8 failed; then the acked ids, pairs of failed id and attempts, ids to read again
-- Codes: 0 LOST, 1 TAKEN, 2 STALE, 3 PAUSED
-- Returns: {0}, {2} or {1 or 3, and the entries read again}
local stream, group, attempts = KEYS[1], ARGV[1], KEYS[3]
local held = redis.call('HMGET', KEYS[2], 'incarnation', 'epoch', 'number', 'paused')
if held[1] ~= ARGV[3] or held[2] ~= ARGV[4] then return {0} end
if tonumber(held[3]) >= tonumber(ARGV[5]) then return {2} end
local paused, started = held[4] == '1', ARGV[6]
local out, noted = {paused and 3 or 1}, redis.call('EXISTS', attempts) == 1
local function done(...) redis.call('XACK', stream, group, ...) if noted then redis.call('HDEL', attempts, ...) end end
local acked, failed = 8 + ARGV[7], 8 + ARGV[7] + 2 * ARGV[8] -- in chunks, because unpack takes 8000 values at most
for i = 9, acked, 1000 do done(unpack(ARGV, i, math.min(i + 999, acked))) end
for i = acked + 1, failed, 1000 do redis.call('HSET', attempts, unpack(ARGV, i, math.min(i + 999, failed))) end
for i = failed + 1, #ARGV do
  out[#out + 1] = redis.call('XRANGE', stream, ARGV[i], ARGV[i])[1] or done(ARGV[i])
end
if paused then
  local before = ' ' .. redis.call('HGET', KEYS[2], 'started') .. ' '
  started = started:gsub('%S+', function(id) return before:find(' ' .. id .. ' ', 1, true) and id or '' end)
end
redis.call('HSET', KEYS[2], 'number', ARGV[5], 'started', started)
return out
