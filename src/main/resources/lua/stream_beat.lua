#!lua flags=allow-oom
-- Refreshes a replica's place in a stream service, creates stream and group if need be, forgets dead replicas that have
-- nothing pending, and tells who has what. A record is: incarnation, deadline, TTL, held, free, time of the last take.
-- A deadline further away than its own TTL, which a clock that was set back leaves behind, is cut back.
-- KEYS: 1 stream, 2 replicas
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 TTL in ms, 5 "1" if joining, 6 held, 7 free, 8 nobody's name
-- Codes: 0 SUPERSEDED, 1 TAKEN
-- Returns: {0} or {1, undelivered entries, other live replicas with room, ms until the next of them would be dead, if
--          there are any, then for each consumer that has pending entries: its name, its kind, how many}
local stream, replicas, group, me = KEYS[1], KEYS[2], ARGV[1], ARGV[2]
local time, record = redis.call('TIME'), '^(%S+) (%d+) (%d+) (%d+ (%d+) (%d+))$'
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local holder, deadline, _, _, _, taken = (redis.call('HGET', replicas, me) or ''):match(record)
if holder and holder ~= ARGV[3] and tonumber(deadline) > now and ARGV[5] ~= '1' then return {0} end
redis.call('HSET', replicas, me,
  string.format('%s %.0f %s %s %s %s', ARGV[3], now + ARGV[4], ARGV[4], ARGV[6], ARGV[7], taken or 0))

local rows, pending, waiting = redis.pcall('XINFO', 'CONSUMERS', stream, group), {}, 0
if rows.err then redis.call('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM') end
for _, row in ipairs(rows) do pending[row[2]], waiting = row[4], waiting - row[4] end
local out = {1, math.max(0, waiting + redis.call('XLEN', stream)), 0, false}
local kinds, others = {[me] = 'ME', [ARGV[8]] = 'NOBODY'}, redis.call('HGETALL', replicas)
for i = 1, #others, 2 do
  local name, incarnation, ends, ttl, load, free = others[i], others[i + 1]:match(record)
  local left = math.min(tonumber(ends or 0) - now, tonumber(ttl or 0))
  if name ~= me and left > 0 then
    kinds[name], out[3], out[4] = 'LIVE', out[3] + (free == '0' and 0 or 1), math.min(out[4] or left, left)
    if now + left < tonumber(ends) then
      redis.call('HSET', replicas, name, string.format('%s %.0f %s %s', incarnation, now + left, ttl, load))
    end
  elseif name ~= me and (pending[name] or 0) > 0 then kinds[name] = 'DEAD'
  elseif name ~= me then
    redis.call('HDEL', replicas, name)
    if pending[name] then redis.call('XGROUP', 'DELCONSUMER', stream, group, name) end
  end
end
for name, count in pairs(pending) do
  if count > 0 then out[#out + 1], out[#out + 2], out[#out + 3] = name, kinds[name] or 'FOREIGN', count end
end
return out
