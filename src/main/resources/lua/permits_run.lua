#!lua flags=allow-oom
-- Tells a replica how many jobs of a group may run there, so that all replicas together keep to a number. What it was told it
-- has until it says otherwise, or was silent for too long. Where more is wanted than there is, each gets a fair share, and who
-- has more gives it up as jobs end. Who has nothing waits in a queue. While others wait in vain, who has had something for a turn
-- gives up one; but only as many do so as wait, those first that have had theirs for longest, if that is no more than two turns.
-- KEYS: 1 shares by replica, in JSON: what it has and wants, when it said so and for how long, call, since when it has or waits
-- ARGV: 1 incarnation, 2 number of the call, 3 jobs that run there, 4 how many more could, 5 for how long this counts, in ms,
--       6 most jobs, 7 a turn, and for how long what is wanted counts, in ms
-- Codes: 0 STALE, 1 TAKEN
-- Returns: {0} if a later call was faster, or {1, how many may run there, how many replicas wait before it}
local shares, me, running, most, turn = KEYS[1], ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[6]), tonumber(ARGV[7])
local time, rows = redis.call('TIME'), redis.call('HGETALL', shares)
local now, want = time[1] * 1000 + math.floor(time[2] / 1000), running + ARGV[4]
local mine, others, held, claims = {has = 0, wants = 0, since = now}, {}, 0, math.min(1, want)
local function write(who, row) redis.call('HSET', shares, who, cjson.encode(row)) end
for i = 1, #rows, 2 do
  local name, row = rows[i], cjson.decode(rows[i + 1])
  if row.said > now then row.said, row.since = now, now write(name, row) end -- of before a clock was set back
  if now - row.said >= turn then row.wants = 0 end
  if name == me then mine = row
  elseif now - row.said >= row.ttl then redis.call('HDEL', shares, name)
  else others[name], held, claims = row, held + row.has, claims + math.min(1, row.has + row.wants) end
end
if tonumber(ARGV[2]) <= (mine.number or 0) then return {0} end
local since, fair, rest = mine.has + mine.wants > 0 and mine.since or now, math.ceil(most / math.max(1, claims)), most
local free, older, waiting, ahead = most - held - mine.has, 0, 0, 0
for name, other in pairs(others) do
  local before = (other.since < since or other.since == since and name < me) and 1 or 0
  if other.has > 0 then older = older + (now - other.since < 2 * turn and before or 0)
  elseif other.wants > 0 then waiting, ahead = waiting + 1, ahead + before end
  rest = rest - math.max(other.has, math.min(other.wants, fair))
end
local share = math.min(math.max(fair, rest), mine.has > 0 and mine.has + math.max(0, free - waiting) or free - ahead)
if mine.has > 0 and now - since >= turn and older < waiting - math.max(0, free) then share = math.min(share, mine.has - 1) end
local may = math.max(0, math.min(want, share, most - held))
local has = math.max(running, may)
if (has > 0) ~= (mine.has > 0) then since = now end
write(me, {has = has, wants = want, said = now, ttl = tonumber(ARGV[5]), number = tonumber(ARGV[2]), since = since})
redis.call('PEXPIRE', shares, math.max(redis.call('PTTL', shares), ARGV[5]))
return {1, may, mine.has > 0 and 0 or ahead}
