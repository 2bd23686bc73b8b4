attestRows("claims",[
["briefings/ferry-link.html#claim-vela-halt","Line Orsa stopped all sailings to Port Vela in early May 2026.","Ferry link to Port Vela suspended","briefings/ferry-link.html","corroborated","2 reports, 2 independent lines","moderate","","2026-05-20","20 May 2026",["orsa-line","port-vela"],["harbour-log","orsa-notice","ship-count"],["shipping"],"","",""],
["briefings/ferry-link.html#claim-resumption","Orsa will sail to Port Vela again before the end of 2026.","Ferry link to Port Vela suspended","briefings/ferry-link.html","unsourced","no reports","","unlikely (20–45 %)","2026-05-20","20 May 2026",["orsa-line"],[],["shipping"],"unverified","","Line Orsa"],
["briefings/ferry-link.html#claim-fares","Fares rose by a fifth.","Ferry link to Port Vela suspended","briefings/ferry-link.html","unsourced","no reports","","","2026-05-20","20 May 2026",[],[],["shipping"],"","",""]
]);
