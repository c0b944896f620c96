#!lua flags=allow-oom
-- Removes all that a group has in a partition, unless somebody holds its lease. Dead letters on their way out go out first.
-- KEYS: 1 stream, 2 lease, 3 attempts, 4 dead letters on their way out, 5 marks of what was replayed, 6 the last holder's gate
-- ARGV: 1 group, 2 that gate's name
-- Codes: 0 HELD, 1 TAKEN, 2 STALE
-- Returns: {code}; 2 if there are such dead letters, or the gate is another one by now
local time, held = redis.call('TIME'), redis.call('HMGET', KEYS[2], 'incarnation', 'deadline', 'ttl', 'gate')
local left = (tonumber(held[2]) or 0) - time[1] * 1000 - math.floor(time[2] / 1000)
if held[1] and held[1] ~= '' and math.min(left, tonumber(held[3]) or 0) > 0 then return {0} end
if (held[4] or '') ~= ARGV[2] or redis.call('XLEN', KEYS[4]) > 0 then return {2} end
if redis.call('EXISTS', KEYS[1]) == 1 then
  redis.call('XGROUP', 'DESTROY', KEYS[1], ARGV[1])
  redis.call('XGROUP', 'DESTROY', KEYS[1], ARGV[1] .. ':reset')
end
for _, mark in ipairs(redis.call('ZRANGE', KEYS[5], 0, -1)) do
  if mark:sub(1, #ARGV[1] + 1) == ARGV[1] .. ' ' then redis.call('ZREM', KEYS[5], mark) end
end
redis.call('UNLINK', KEYS[2], KEYS[3], KEYS[4], KEYS[6])
return {1}
