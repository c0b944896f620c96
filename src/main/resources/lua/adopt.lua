#!lua flags=allow-oom
-- Takes over pending entries under the lease, in ID order, keeping their idle time and delivery count; those without a
-- body are acknowledged. Changes the gate, a stream without entries whose group a read names together with that of the
-- jobs: a read that comes late, after this or after another owner's acquire.lua, finds no group there and takes nothing.
-- KEYS: 1 stream, 2 lease, 3 attempts, 4 gate to open, then any number of gates to close
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 epoch, 5 number, 6 the gate's name, 7 ID after which to begin, 8 how many
-- Codes: 0 LOST, 1 TAKEN, 2 STALE
-- Returns: {0}, {2} or {1, ID after which to go on, if any, then for each entry: attempts, idle ms, entry}
local stream, group, attempts = KEYS[1], ARGV[1], KEYS[3]
local held = redis.call('HMGET', KEYS[2], 'incarnation', 'epoch', 'number')
if held[1] ~= ARGV[3] or held[2] ~= ARGV[4] then return {0} end
if tonumber(held[3]) >= tonumber(ARGV[5]) then return {2} end
local rows = redis.pcall('XPENDING', stream, group, '(' .. ARGV[7], '+', ARGV[8])
if rows.err then return {0} end
if #KEYS > 4 then redis.call('DEL', unpack(KEYS, 5)) end
redis.call('XGROUP', 'CREATE', KEYS[4], group, '$', 'MKSTREAM')
redis.call('HSET', KEYS[2], 'number', ARGV[5], 'gate', ARGV[6])
local out = {1, #rows == tonumber(ARGV[8]) and rows[#rows][1]}
for _, row in ipairs(rows) do
  local id, owner, idle = row[1], row[2], row[3]
  local entry = redis.call('XRANGE', stream, id, id)[1]
  if entry then
    if owner ~= ARGV[2] then redis.call('XCLAIM', stream, group, ARGV[2], 0, id, 'IDLE', idle, 'JUSTID') end
    local n = #out
    out[n + 1], out[n + 2], out[n + 3] = redis.call('HGET', attempts, id), idle, entry
  else
    redis.call('XACK', stream, group, id)
    redis.call('HDEL', attempts, id)
  end
end
return out
