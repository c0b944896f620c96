#!lua flags=allow-oom
-- Takes a partition's lease under a new epoch, unless another consumer holds it. Charges an attempt to what the last
-- holder had started and not finished, unless it released the lease. Removes consumers that have nothing pending.
-- KEYS: 1 stream, 2 lease, 3 attempts, 4 the last holder's gate
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 TTL in ms, 5 that gate's name, 6 where a new group begins, 7 number of its reset,
--       8 how many entries there are until where it begins, -1 if nobody knows
-- Codes: 0 HELD, 1 TAKEN, 2 STALE
-- Returns: {0, ms until that lease expires}, {1, epoch, last delivered ID, reset} or {2} if the gate is another one by now
local stream, lease, group, me, pin, last, pinned = KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[1] .. ':reset', nil, false
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local old = redis.call('HMGET', lease, 'incarnation', 'owner', 'epoch', 'deadline', 'ttl', 'started', 'gate', 'reset', 'pinned')
local stranger = old[1] and old[1] ~= '' and old[1] ~= ARGV[3]
if stranger and old[2] ~= me then
  local deadline, last = tonumber(old[4]) or 0, now + (tonumber(old[5]) or 0)
  if deadline > last then deadline = last redis.call('HSET', lease, 'deadline', deadline) end -- left by a clock set back
  if deadline > now then return {0, deadline - now} end
end
if (old[7] or '') ~= ARGV[5] then return {2} end
local created = redis.pcall('XGROUP', 'CREATE', stream, group, ARGV[6], 'MKSTREAM', 'ENTRIESREAD', ARGV[8])
if created.err and not created.err:find('BUSYGROUP', 1, true) then return created end
if created.err then redis.call('DEL', KEYS[4]) else redis.call('DEL', KEYS[3], KEYS[4]) end
if not created.err and (tonumber(old[9]) or 0) <= tonumber(ARGV[7]) then redis.call('XGROUP', 'DESTROY', stream, pin) end
for id, alone in (stranger and old[6] or ''):gmatch('([%d-]+)(!?)') do
  if #redis.call('XPENDING', stream, group, id, id, 1) > 0 then
    local used = (redis.call('HGET', KEYS[3], id) or '0'):match('%d+')
    redis.call('HSET', KEYS[3], id, (used + 1) .. (alone == '' and '*' or ''))
  end
end
for _, row in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
  if row[2] ~= me and row[4] == 0 then redis.call('XGROUP', 'DELCONSUMER', stream, group, row[2]) end
end
for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  if row[2] == group then last = row[8] elseif row[2] == pin then pinned = true end
end
local reset = created.err and (old[8] or (old[3] or pinned) and '0') or ARGV[7] -- a lost lease forgets, an open reset has a pin
local epoch = string.format('%.0f', math.max((tonumber(old[3]) or 0) + 1, now))
redis.call('HSET', lease, 'owner', me, 'incarnation', ARGV[3], 'epoch', epoch, 'deadline', now + ARGV[4],
  'ttl', ARGV[4], 'started', '', 'number', 0, 'gate', '', 'reset', reset)
return {1, epoch, last, reset}
