#!lua flags=allow-oom
-- One step of consumption under the lease: acknowledge, note failed attempts, record what is about to run, read on.
-- KEYS: 1 stream, 2 lease, 3 attempts
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 number, 6 ids that run, "!" after one that runs alone, 7 entries
--       to read, 8 how many acked ids, 9 failed; then the acked ids, pairs of failed id and attempts, ids to read again
-- Codes: 0 LOST, 1 TAKEN, 2 STALE
-- Returns: {0}, {2} or {1, bodies found, all entries' fields in a row, for speed: id, msg_id, payload, partition_key,
--          created_at, enqueued_at, timeout, key, headers}
local stream, group, attempts = KEYS[1], ARGV[1], KEYS[3]
local held = redis.call('HMGET', KEYS[2], 'incarnation', 'epoch', 'number')
if held[1] ~= ARGV[3] or held[2] ~= ARGV[4] then return {0} end
if tonumber(held[3]) >= tonumber(ARGV[5]) then return {2} end
local read = ARGV[7] ~= '0' and -- first, because it tells whether stream and group are there
  redis.pcall('XREADGROUP', 'GROUP', group, ARGV[2], 'COUNT', ARGV[7], 'STREAMS', stream, '>')
if read and read.err then return {0} end
local bodies, noted = {}, redis.call('EXISTS', attempts) == 1
local function done(...) redis.call('XACK', stream, group, ...) if noted then redis.call('HDEL', attempts, ...) end end
local acked, failed = 9 + ARGV[8], 9 + ARGV[8] + 2 * ARGV[9] -- in chunks, because unpack takes 8000 values at most
for i = 10, acked, 1000 do done(unpack(ARGV, i, math.min(i + 999, acked))) end
for i = acked + 1, failed, 1000 do redis.call('HSET', attempts, unpack(ARGV, i, math.min(i + 999, failed))) end
for i = failed + 1, #ARGV do
  bodies[#bodies + 1] = redis.call('XRANGE', stream, ARGV[i], ARGV[i])[1] or done(ARGV[i])
end
redis.call('HSET', KEYS[2], 'number', ARGV[5], 'started', ARGV[6])
local out, n = {1, #bodies}, 2
for _, entries in ipairs({bodies, read and read[1][2] or {}}) do
  for _, entry in ipairs(entries) do
    local f = entry[2]
    if #f > 18 or f[1] ~= 'msg_id' or f[5] ~= 'payload' or f[7] ~= 'partition_key' or f[11] ~= 'created_at' or
      f[13] ~= 'enqueued_at' or f[15] ~= 'timeout' or (f[17] or 'key') ~= 'key' then -- not what enqueue.lua writes
      for i = 1, #f, 2 do f[f[i]] = f[i + 1] end
      f[2], f[6], f[8], f[12], f[14] = f.msg_id, f.payload, f.partition_key, f.created_at, f.enqueued_at
      f[16], f[18] = f.timeout, f.key
    end
    out[n + 1], out[n + 2], out[n + 3], out[n + 4] = entry[1], f[2] or false, f[6] or false, f[8] or false
    out[n + 5], out[n + 6], out[n + 7], out[n + 8] = f[12] or false, f[14] or false, f[16] or false, f[18] or false
    out[n + 9], n = f.headers or false, n + 9
  end
end
return out
