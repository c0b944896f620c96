#!lua flags=allow-oom
-- Removes the oldest dead letters in one bounded step: all that are too old, and what is too many, but for a part of a node.
-- KEYS: 1 dead letters
-- ARGV: 1 most letters to keep, 2 their highest age in ms, 0 for any, 3 most letters to remove
-- Codes: none
-- Returns: {letters removed}
local letters, age, most = KEYS[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local removed = redis.call('XTRIM', letters, 'MAXLEN', '~', ARGV[1], 'LIMIT', most)
if age > 0 and removed < most then
  local time = redis.call('TIME')
  local oldest = string.format('%.0f', math.max(0, time[1] * 1000 + math.floor(time[2] / 1000) - age))
  removed = removed + redis.call('XTRIM', letters, 'MINID', '~', oldest, 'LIMIT', most - removed)
  -- Only whole nodes went. The rest is part of one node.
  if removed < most then removed = removed + redis.call('XTRIM', letters, 'MINID', '=', oldest) end
end
return {removed}
