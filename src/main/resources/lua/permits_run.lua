#!lua flags=allow-oom
-- Tells a replica how many jobs of a group may run there, so that all replicas together keep to a number. What a replica was
-- told it has until it says otherwise, or was silent for too long. Where replicas want more than there is, each gets a fair share
-- of it, and besides what the others leave; who has more keeps it until jobs end there.
-- KEYS: 1 shares of the replicas: what each has, what it wants, until when that counts, and the number of its last call
-- ARGV: 1 incarnation, 2 number of the call, 3 jobs that run there, 4 how many more could, 5 for how long this counts, in ms,
--       6 most jobs
-- Codes: 0 STALE, 1 TAKEN
-- Returns: {0} if a later call was faster, or {1, how many may run there}
local shares, me, running, ttl, most = KEYS[1], ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[5]), tonumber(ARGV[6])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
if tonumber((redis.call('HGET', shares, me) or '0'):match('%d+$')) >= tonumber(ARGV[2]) then return {0} end
local others, held, rows = {}, 0, redis.call('HGETALL', shares)
for i = 1, #rows, 2 do
  local has, wants, deadline, number = rows[i + 1]:match('^(%d+) (%d+) (%d+) (%d+)$')
  if tonumber(deadline) > now + ttl then -- left behind by a clock that was set back
    deadline = now + ttl
    redis.call('HSET', shares, rows[i], string.format('%d %d %.0f %d', has, wants, deadline, number))
  end
  if tonumber(deadline) <= now then
    redis.call('HDEL', shares, rows[i])
  elseif rows[i] ~= me then
    others[#others + 1], held = {has = tonumber(has), wants = tonumber(wants)}, held + has
  end
end
local want, fair, rest = running + ARGV[4], math.max(1, math.floor(most / (#others + 1))), most
for _, other in ipairs(others) do rest = rest - math.max(other.has, math.min(other.wants, fair)) end
local may = math.max(0, math.min(want, math.max(fair, rest), most - held))
if want == 0 then
  redis.call('HDEL', shares, me)
else
  redis.call('HSET', shares, me, string.format('%d %d %.0f %d', math.max(running, may), want, now + ttl, ARGV[2]))
  redis.call('PEXPIRE', shares, ttl)
end
return {1, may}
