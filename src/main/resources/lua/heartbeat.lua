#!lua flags=allow-oom
-- Refreshes a member's deadline, drops members whose deadline has passed, and shows the group as it is then; none that is being
-- removed. A deadline further away than its own TTL, which a clock that was set back leaves behind, is cut back.
-- KEYS: 1 members, 2 target, 3 settings, 4 groups, 5 state of the group
-- ARGV: 1 group, 2 consumer, 3 incarnation, 4 TTL in ms, 5 "1" if joining
-- Codes: 0 SUPERSEDED, 1 TAKEN, 2 GONE
-- Returns: {0}, {2} or {1, generation, assignment, settings, {consumer, ms until its deadline, ...}, {version, paused, reset}}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local me, incarnation, ttl = ARGV[2], ARGV[3], tonumber(ARGV[4])
local settings = redis.call('HMGET', KEYS[3], 'partitions', 'max_length', 'overflow', 'ordering', 'max_attempts', 'max_backlog',
  'removing', 'removing:' .. ARGV[1])
if settings[#settings - 1] or settings[#settings] then return {2} end
local function member(value)
  local name, deadline, length = value:match('^(%S+) (%d+) (%d+)$')
  return name, tonumber(deadline) or 0, tonumber(length) or 0
end
local mine = redis.call('HGET', KEYS[1], me)
local holder, holds = member(mine or '')
if mine and holder ~= incarnation and holds > now and ARGV[5] ~= '1' then return {0} end
redis.call('HSET', KEYS[1], me, string.format('%s %.0f %.0f', incarnation, now + ttl, ttl))
if holder ~= incarnation then redis.call('SADD', KEYS[4], ARGV[1]) end
local members, rows = {}, redis.call('HGETALL', KEYS[1])
for i = 1, #rows, 2 do
  local name, deadline, length = member(rows[i + 1])
  if deadline > now + length then
    deadline = now + length
    redis.call('HSET', KEYS[1], rows[i], string.format('%s %.0f %.0f', name, deadline, length))
  end
  if deadline > now then
    members[#members + 1], members[#members + 2] = rows[i], deadline - now
  else
    redis.call('HDEL', KEYS[1], rows[i])
  end
end
local target = redis.call('HMGET', KEYS[2], 'generation', 'assignment')
local state = redis.call('HMGET', KEYS[5], 'version', 'paused', 'reset')
state[1] = state[1] or string.format('%s%06d', time[1], time[2])
redis.call('HSET', KEYS[5], 'version', state[1])
return {1, target[1] or '', target[2] or '', settings, members, state}
