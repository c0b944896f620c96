#!lua
-- Keeps delayed jobs of a partition until they are due, all or none, and tells replicas if one comes sooner than all before.
-- No allow-oom: a Redis without memory refuses it before it begins.
-- KEYS: 1 delayed jobs by due time, 2 their fields by id
-- ARGV: 1 topic, 2 partition, 3 most delayed jobs, 4 how many must find room, 5 wake channel; then for each job: its due
--       time in milliseconds, with "+" before it if it counts from now, msg_id, payload, partition_key, created_at, timeout,
--       the names of what follows ("key", "headers", "key headers" or ""), and this
-- Codes: 0 FULL, 1 TAKEN
-- Returns: {0, delayed jobs} or {1, now, due times, separated by spaces}
local count, time = redis.call('ZCARD', KEYS[1]), redis.call('TIME')
if count + ARGV[4] > tonumber(ARGV[3]) then return {0, count} end
local now, micros = time[1] * 1000 + math.floor(time[2] / 1000), time[1] * 1000000 + time[2]
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')[2]
local dues, soonest, i = {}, math.huge, 6
while i <= #ARGV do
  local due, id, more = tonumber(ARGV[i]), ARGV[i + 1], ARGV[i + 6]
  if ARGV[i]:sub(1, 1) == '+' then due = due + now end
  -- The member begins with its age, so that of equally due jobs the older one comes first.
  local member = string.format('%016.0f %s ', micros + #dues, id)
  local entry, n = {'', 'msg_id', id, 'topic', ARGV[1], 'payload', ARGV[i + 2], 'partition_key', ARGV[i + 3],
    'partition', ARGV[2], 'created_at', ARGV[i + 4], 'enqueued_at', '', 'timeout', ARGV[i + 5]}, 17
  i = i + 7
  for name in more:gmatch('%a+') do
    if name == 'key' then member = member .. ARGV[i] end
    entry[n + 1], entry[n + 2], n, i = name, ARGV[i], n + 2, i + 1
  end
  entry[1] = member
  redis.call('ZADD', KEYS[1], due, member)
  redis.call('HSET', KEYS[2], id, cjson.encode(entry))
  dues[#dues + 1], soonest = string.format('%.0f', due), math.min(soonest, due)
end
if soonest < tonumber(first or math.huge) and (soonest > now or #dues > 1) then -- the caller moves one that is due
  redis.pcall('PUBLISH', ARGV[5], string.format('%s %s %.0f', ARGV[1], ARGV[2], soonest - now))
end
return {1, string.format('%.0f', now), table.concat(dues, ' ')}
