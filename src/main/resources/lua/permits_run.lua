#!lua flags=allow-oom
-- Tells a replica how many jobs of a group may run there, so that all replicas together keep to a number. What a replica was
-- told it has until it says otherwise, or was silent for too long. Where replicas want more than there is, each gets a fair share
-- of it, and besides what the others leave; who has more keeps it until jobs end there. Of more replicas than permits, who has
-- waited longest is next, and who has had one for a turn gives it up while others wait.
-- KEYS: 1 shares of the replicas: what each has, what it wants, when it said so, for how long that counts, the number of that
--       call, and since when it has something, or waits
-- ARGV: 1 incarnation, 2 number of the call, 3 jobs that run there, 4 how many more could, 5 for how long this counts, in ms,
--       6 most jobs, 7 a turn, and for how long what is wanted counts, in ms
-- Codes: 0 STALE, 1 TAKEN
-- Returns: {0} if a later call was faster, or {1, how many may run there}
local shares, me, running, most, turn = KEYS[1], ARGV[1], tonumber(ARGV[3]), tonumber(ARGV[6]), tonumber(ARGV[7])
local time, rows = redis.call('TIME'), redis.call('HGETALL', shares)
local now, want = time[1] * 1000 + math.floor(time[2] / 1000), running + ARGV[4]
local mine, others, held, claims = {has = 0, wants = 0}, {}, 0, math.min(1, want)
local function write(who, ...) redis.call('HSET', shares, who, string.format('%.0f %.0f %.0f %.0f %.0f %.0f', ...)) end
for i = 1, #rows, 2 do
  local has, wants, said, ttl, number, since = rows[i + 1]:match('^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+)$')
  local row = {name = rows[i], has = tonumber(has), wants = now - said < turn and tonumber(wants) or 0, since = tonumber(since)}
  if row.name == me and tonumber(number) >= tonumber(ARGV[2]) then return {0} end
  if tonumber(said) > now then write(row.name, has, wants, now, ttl, number, now) end -- of before a clock was set back
  if row.name == me then mine = row
  elseif now - said >= tonumber(ttl) then redis.call('HDEL', shares, row.name)
  else others[#others + 1], held, claims = row, held + has, claims + math.min(1, row.has + row.wants) end
end
local since, rest = mine.has + mine.wants > 0 and math.min(mine.since, now) or now, most
local fair, older, waiting, ahead = math.floor(most / math.max(1, claims)), 0, 0, 0
for _, other in ipairs(others) do
  local before = (other.since < since or other.since == since and other.name < me) and 1 or 0
  if other.has > 0 then older = older + before elseif other.wants > 0 then waiting, ahead = waiting + 1, ahead + before end
  rest = rest - math.max(other.has, math.min(other.wants, math.max(1, fair)))
end
local part = fair > 0 and math.max(fair, rest) or math.min(1, most - held - ahead)
if fair == 0 and mine.has > 0 then part = now - since >= turn and older < waiting and 0 or 1 end
local may = math.max(0, math.min(want, part, most - held))
if (math.max(running, may) > 0) ~= (mine.has > 0) then since = now end
write(me, math.max(running, may), want, now, ARGV[5], ARGV[2], since)
redis.call('PEXPIRE', shares, math.max(redis.call('PTTL', shares), ARGV[5]))
return {1, may}
