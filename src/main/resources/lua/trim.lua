#!lua flags=allow-oom
-- Removes the oldest entries of a partition that every group has finished, down to a length, in one bounded step. A
-- known group that has not begun here keeps everything, and so does the absence of any group.
-- KEYS: 1 stream
-- ARGV: 1 length to trim to, 2 most entries to remove, 0 to only look; then the groups known
-- Codes: none
-- Returns: {length, entries removed, group that keeps the oldest entry, if any}
local stream, length, safe, keeper = KEYS[1], redis.call('XLEN', KEYS[1]), nil, nil
if length == 0 then return {0, 0, false} end
local function precedes(a, b) -- IDs are compared as text: their halves may exceed what a Lua number holds exactly
  local a1, a2, b1, b2 = a:match('%d+'), a:match('%d+$'), b:match('%d+'), b:match('%d+$')
  if a1 == b1 then return #a2 < #b2 or (#a2 == #b2 and a2 < b2) end
  return #a1 < #b1 or (#a1 == #b1 and a1 < b1)
end
local begun = {}
for _, row in ipairs(redis.call('XINFO', 'GROUPS', stream)) do
  local bound, pending = row[8], redis.call('XPENDING', stream, row[2])
  local ms, sequence = bound:match('(%d+)-(%d+)')
  if #sequence < 15 then bound = ms .. '-' .. string.format('%.0f', sequence + 1) end
  if pending[1] > 0 then bound = pending[2] end
  if not safe or precedes(bound, safe) then safe, keeper = bound, row[2] end
  begun[row[2]] = true
end
for i = 3, #ARGV do
  if not begun[ARGV[i]] then return {length, 0, ARGV[i]} end
end
if not safe then return {length, 0, false} end
local oldest = redis.call('XRANGE', stream, '-', '(' .. safe, 'COUNT', 1)[1]
if not oldest then return {length, 0, keeper} end
local limit, removed = math.min(length - ARGV[1], tonumber(ARGV[2])), 0
if limit > 0 then
  removed = redis.call('XTRIM', stream, 'MINID', '~', safe, 'LIMIT', limit)
  -- Only whole nodes went. The rest is part of one node, so these bodies are few or small.
  local more = math.min(limit - removed, 100)
  local rest = more > 0 and #redis.call('XRANGE', stream, '-', '(' .. safe, 'COUNT', more) or 0
  removed = removed + redis.call('XTRIM', stream, 'MAXLEN', '=', length - removed - rest)
end
oldest = redis.call('XRANGE', stream, '-', '(' .. safe, 'COUNT', 1)[1]
return {length - removed, removed, not oldest and keeper}
