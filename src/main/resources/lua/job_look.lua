#!lua flags=allow-oom
-- Shows how far a group is with an entry, by what Redis keeps anyway.
-- KEYS: 1 stream, 2 lease, 3 attempts, 4 dead letters on their way out
-- ARGV: 1 group, 2 entry ID
-- Codes: none
-- Returns: {1 if it is there, ID up to which the group has read, ms since it was last delivered if it is pending, attempts, 1 if
--          its owner lists it as started, 1 if it is a dead letter on its way out}
local stream, group, id, last = KEYS[1], ARGV[1], ARGV[2], false
for _, row in ipairs(redis.call('EXISTS', stream) == 1 and redis.call('XINFO', 'GROUPS', stream) or {}) do
  if row[2] == group then last = row[8] end
end
local there = #redis.call('XRANGE', stream, id, id)
local row = last and redis.call('XPENDING', stream, group, id, id, 1)[1]
if row then
  local time = redis.call('TIME')
  local held = redis.call('HMGET', KEYS[2], 'incarnation', 'deadline', 'started')
  local lives = held[1] and held[1] ~= '' and tonumber(held[2]) > time[1] * 1000 + time[2] / 1000
  local started = lives and (' ' .. held[3] .. ' '):gsub('!', ''):find(' ' .. id .. ' ', 1, true)
  return {there, last, row[3], redis.call('HGET', KEYS[3], id), started and 1 or 0, 0}
end
for _, letter in ipairs(redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', 10)) do
  for i = 1, #letter[2], 2 do
    if letter[2][i] == 'entry_id' and letter[2][i + 1] == id then return {there, last, false, false, 0, 1} end
  end
end
return {there, last, false, false, 0, 0}
