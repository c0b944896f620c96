#!lua flags=allow-oom
-- Shows a group: what was asked of it, its target, and its live members.
-- KEYS: 1 state of the group, 2 groups, 3 members, 4 target, 5 settings
-- ARGV: 1 group
-- Codes: 0 GONE, 1 TAKEN
-- Returns: {0} if there is no such group, or {1, settings, {version, paused, reset, reset to}, generation, assignment,
--          {consumer, ms until its deadline, ...}}
if redis.call('SISMEMBER', KEYS[2], ARGV[1]) == 0 then return {0} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local members, rows = {}, redis.call('HGETALL', KEYS[3])
for i = 1, #rows, 2 do
  local deadline, length = rows[i + 1]:match(' (%d+) (%d+)$')
  local left = math.min((tonumber(deadline) or now) - now, tonumber(length) or 0)
  if left > 0 then members[#members + 1], members[#members + 2] = rows[i], left end
end
local target = redis.call('HMGET', KEYS[4], 'generation', 'assignment')
local settings = redis.call('HMGET', KEYS[5], 'partitions', 'max_length', 'overflow', 'ordering', 'max_attempts', 'max_backlog')
local state = redis.call('HMGET', KEYS[1], 'version', 'paused', 'reset', 'reset_to')
return {1, settings, state, target[1] or '', target[2] or '', members}
