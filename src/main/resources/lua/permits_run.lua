#!lua flags=allow-oom
-- Tells a replica how many jobs of a group may run there, so that all replicas together keep to a number: a fair share, in turns
-- where some have nothing. What it was told it has until it says otherwise, or was silent for too long. See docs/protocol.md.
-- KEYS: 1 shares by replica, in JSON: what it has and wants, when it said so and for how long, call, since when it has or waits
-- ARGV: 1 incarnation, 2 call, 3 jobs running there, 4 how many more could, 5 ms that counts for, 6 most jobs, 7 ms of a turn
-- Codes: 0 STALE, 1 TAKEN
-- Returns: {0} if a later call was faster, or {1, how many may run there, how many replicas wait before it}
local shares, me, running, most, turn = KEYS[1], ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[6]), tonumber(ARGV[7])
local time, rows, want = redis.call('TIME'), redis.call('HGETALL', shares), running + ARGV[4]
local now, others, wants, held = time[1] * 1000 + math.floor(time[2] / 1000), {}, {want}, 0
local mine = {has = 0, wants = 0, since = now, number = 0}
for i = 1, #rows, 2 do
  local name, row = rows[i], cjson.decode(rows[i + 1])
  if row.said > now then row.said, row.since = now, now redis.call('HSET', shares, name, cjson.encode(row)) end -- clock set back
  if now - row.said >= turn then row.wants = 0 end
  if name == me then mine = row
  elseif now - row.said >= row.ttl then redis.call('HDEL', shares, name)
  else others[name], held, wants[#wants + 1] = row, held + row.has, math.max(row.has, row.wants) end
end
if tonumber(ARGV[2]) <= mine.number then return {0} end
table.sort(wants)
local fair, over, left, since = most, 0, most, mine.has + mine.wants > 0 and mine.since or now
for i, wanted in ipairs(wants) do -- who wants more than is fair gets so many, and some of them get one over
  fair, over, left = math.floor(left / (#wants - i + 1)), left % (#wants - i + 1), left - wanted
  if wanted > fair then break end
end
local free, older, waiting, ahead = most - held - mine.has, 0, 0, 0
for name, other in pairs(others) do
  local before = (other.since < since or other.since == since and name < me) and 1 or 0
  if other.has > 0 then older, over = older + (now - other.since < 2 * turn and before or 0), over - (other.has > fair and 1 or 0)
  elseif other.wants > 0 then waiting, ahead = waiting + 1, ahead + before end
end
local share = mine.has > 0 and mine.has + math.max(0, free - waiting) or free - ahead
if mine.has > 0 and now - since >= turn and older < waiting - math.max(0, free) then share = math.min(share, mine.has - 1) end
local may = math.max(0, math.min(want, share, most - held, math.max(1, over > 0 and fair + 1 or fair)))
if (math.max(running, may) > 0) ~= (mine.has > 0) then since, ahead = now, waiting end
mine = {has = math.max(running, may), wants = want, said = now, ttl = 0 + ARGV[5], number = 0 + ARGV[2], since = since}
redis.call('HSET', shares, me, cjson.encode(mine))
redis.call('PEXPIRE', shares, math.max(redis.call('PTTL', shares), ARGV[5]))
return {1, may, may > 0 and 0 or ahead}
