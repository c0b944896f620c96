#!lua
-- Appends jobs to a partition, all or none, save those whose idempotency key has appended the same before. Forgets some keys
-- whose time is over. No allow-oom: a Redis without memory refuses it before it begins.
-- KEYS: 1 stream, 2 idempotency keys, 3 their ends
-- ARGV: 1 to 5 as for enqueue.lua, 6 "look" to write nothing, 7 how long keys are kept
--       in ms, 8 most keys; then for each job: its idempotency key or "", its digest, and what delay.lua takes from msg_id on
-- Codes: 0 FULL, 1 TAKEN, 2 CLASH, 3 CROWDED
-- Returns: {0, length}, {1, ids, msg_ids, each separated by spaces}, {2, jobs at fault} or {3, keys}; of a look {1, keys, new}
local stream, known, ends, limit, time = KEYS[1], KEYS[2], KEYS[3], tonumber(ARGV[3]), redis.call('TIME')
local now, trim = time[1] * 1000 + math.floor(time[2] / 1000), limit > 0 and ARGV[4] == 'trim'
for _, key in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', now, 'LIMIT', 0, 2 * #ARGV)) do
  redis.call('HDEL', known, key) redis.call('ZREM', ends, key)
end
local jobs, first, new, keyed, clash, i = {}, {['']=false}, 0, 0, {2}, 9 -- a job: digest, entry ID, msg_id
while i <= #ARGV do
  local key, job = ARGV[i], {ARGV[i + 1], '', ARGV[i + 2], key = ARGV[i], at = i + 2}
  local past = first[key] == nil and redis.call('HGET', known, key)
  if past and (tonumber(redis.call('ZSCORE', ends, key)) or 0) > now then first[key] = {past:match('(%S+) (%S+) (%S+)')} end
  job.first = first[key]
  if job.first and job.first[1] ~= job[1] then clash[#clash + 1] = #jobs end
  if not job.first then new, keyed, first[key] = new + 1, keyed + (key ~= '' and 1 or 0), key ~= '' and job end
  jobs[#jobs + 1], i = job, i + 8 + select(2, ARGV[i + 7]:gsub('%a+', ''))
end
local length, held, ids, names = redis.call('XLEN', stream), redis.call('HLEN', known), {}, {}
if clash[2] then return clash end
if limit > 0 and not trim and new > 0 and length + new + math.max(0, ARGV[5] - #jobs) > limit then return {0, length} end
if keyed > 0 and held + keyed > tonumber(ARGV[8]) then return {3, held} elseif ARGV[6] == 'look' then return {1, held, keyed} end
for _, job in ipairs(jobs) do
  local past, a, n = job.first or job, job.at, 17
  local entry = {'*', 'msg_id', ARGV[a], 'topic', ARGV[1], 'payload', ARGV[a + 1], 'partition_key', ARGV[a + 2], 'partition',
    ARGV[2], 'created_at', ARGV[a + 3], 'enqueued_at', string.format('%.3f', now / 1000), 'timeout', ARGV[a + 4]}
  for name in ARGV[a + 5]:gmatch('%a+') do entry[n + 1], entry[n + 2], n = name, ARGV[a + 6 + (n - 17) / 2], n + 2 end
  if not job.first then past[2] = redis.call('XADD', stream, unpack(entry, 1, n)) end
  if not job.first and job.key ~= '' then redis.call('ZADD', ends, now + ARGV[7], job.key) end
  if job.key ~= '' then redis.call('HSET', known, job.key, table.concat(past, ' ')) end -- known ones too: WAIT confirms them
  ids[#ids + 1], names[#names + 1] = past[2], past[3]
end
if trim then redis.call('XTRIM', stream, 'MAXLEN', '~', limit) end
if keyed > 0 then redis.call('PEXPIRE', known, ARGV[7]) redis.call('PEXPIRE', ends, ARGV[7]) end
return {1, table.concat(ids, ' '), table.concat(names, ' ')}
