#!lua flags=allow-oom
-- Takes over pending entries under the lease, in ID order, keeping their idle time and delivery count; those without a
-- body are acknowledged.
-- KEYS: 1 stream, 2 lease, 3 attempts
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 number, 6 ID after which to begin, 7 how many to look at
-- Codes: 0 LOST, 1 TAKEN, 2 STALE
-- Returns: {0}, {2} or {1, ID after which to go on, if any, all entries' fields in a row: attempts, idle ms, id,
--          msg_id, payload, partition_key, created_at, enqueued_at, timeout, key, headers}
local stream, group, attempts = KEYS[1], ARGV[1], KEYS[3]
local held = redis.call('HMGET', KEYS[2], 'incarnation', 'epoch', 'number')
if held[1] ~= ARGV[3] or held[2] ~= ARGV[4] then return {0} end
if tonumber(held[3]) >= tonumber(ARGV[5]) then return {2} end
local rows = redis.pcall('XPENDING', stream, group, '(' .. ARGV[6], '+', ARGV[7])
if rows.err then return {0} end
redis.call('HSET', KEYS[2], 'number', ARGV[5])
local out = {1, #rows == tonumber(ARGV[7]) and rows[#rows][1]}
local names = {'msg_id', 'payload', 'partition_key', 'created_at', 'enqueued_at', 'timeout', 'key', 'headers'}
for _, row in ipairs(rows) do
  local id, owner, idle = row[1], row[2], row[3]
  local entry = redis.call('XRANGE', stream, id, id)[1]
  if entry then
    if owner ~= ARGV[2] then redis.call('XCLAIM', stream, group, ARGV[2], 0, id, 'IDLE', idle, 'JUSTID') end
    local fields, n = {}, #out
    for i = 1, #entry[2], 2 do fields[entry[2][i]] = entry[2][i + 1] end
    out[n + 1], out[n + 2], out[n + 3] = redis.call('HGET', attempts, id), idle, id
    for i, name in ipairs(names) do out[n + 3 + i] = fields[name] or false end
  else
    redis.call('XACK', stream, group, id)
    redis.call('HDEL', attempts, id)
  end
end
return out
